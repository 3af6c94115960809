/* global Twilio */
const element = (id) => document.getElementById(id)

// What is not named here the SDK fetches from Twilio.
const soundNames = ['incoming', 'outgoing', 'disconnect', ...[...'0123456789sh'].map((key) => `dtmf${key}`)]

let device
let call
let rtcConfiguration
let people = []

element('join').addEventListener('submit', (event) => {
  event.preventDefault()
  join(element('name').value.trim()).catch(showProblem)
})
element('accept').addEventListener('click', () => call?.accept({ rtcConfiguration }))
element('reject').addEventListener('click', () => call?.reject())
element('hangup').addEventListener('click', () => call?.disconnect())
element('mute').addEventListener('click', () => {
  call?.mute(!call.isMuted())
  showCall()
})

if (typeof Twilio === 'undefined') {
  showProblem(
    new Error('The browser SDK is not installed. Run npm install @twilio/voice-sdk and start the gateway again.'),
  )
}

async function join(name) {
  hideProblem()
  device = new Twilio.Device(await fetchToken(name), {
    chunderw: location.host,
    // Else the SDK posts call quality, and the token with it, to Twilio.
    publishEvents: false,
    sounds: Object.fromEntries(soundNames.map((sound) => [sound, `sound/${sound}.wav`])),
  })
  device.on('registered', () => showState('ready', true))
  device.on('unregistered', () => showState('offline', false))
  device.on('error', showProblem)
  device.on('incoming', (incoming) => watch(incoming, incoming.parameters.From.replace(/^client:/, ''), 'Call from'))
  device.on('tokenWillExpire', () => fetchToken(name).then((token) => device.updateToken(token), showProblem))
  showState('connecting', false)
  element('self').textContent = name
  element('join').hidden = true
  element('phone').hidden = false
  await device.register()
  watchPeople(name)
}

async function fetchToken(name) {
  const response = await fetch('token', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name }),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.message)
  rtcConfiguration = { iceServers: answer.iceServers }
  return answer.token
}

function watchPeople(self) {
  new EventSource('people').addEventListener('message', ({ data }) => {
    people = JSON.parse(data).filter((name) => name !== self)
    showPeople()
  })
}

async function dial(name) {
  hideProblem()
  try {
    watch(await device.connect({ params: { To: name }, rtcConfiguration }), name, 'Calling')
  } catch (error) {
    showProblem(error)
  }
}

function watch(next, peer, state) {
  hideProblem()
  call = next
  call.on('ringing', () => showCall('Ringing'))
  call.on('accept', () => showCall('In a call with'))
  for (const event of ['disconnect', 'cancel', 'reject']) {
    call.on(event, () => {
      if (call === next) call = undefined
      showCall()
    })
  }
  call.on('error', showProblem)
  element('peer').textContent = peer
  showCall(state)
}

function showCall(state) {
  const status = call?.status()
  const isWaiting = status === 'pending' && call.direction === 'INCOMING'
  element('call').hidden = call === undefined
  if (state) element('call-state').textContent = state
  element('accept').hidden = element('reject').hidden = !isWaiting
  element('mute').hidden = status !== 'open'
  element('mute').textContent = call?.isMuted() ? 'Unmute' : 'Mute'
  element('hangup').hidden = isWaiting
  showPeople()
}

function showPeople() {
  element('nobody').hidden = people.length > 0
  element('people').replaceChildren(
    ...people.map((name) => {
      const row = document.createElement('li')
      const label = document.createElement('span')
      const button = document.createElement('button')
      label.textContent = name
      button.textContent = 'Call'
      button.disabled = call !== undefined
      button.setAttribute('aria-label', `Call ${name}`)
      button.addEventListener('click', () => dial(name))
      row.append(label, button)
      return row
    }),
  )
}

function showState(text, isGood) {
  element('state').textContent = text
  element('state').classList.toggle('good', isGood)
}

const advice = {
  31401: 'The microphone is not allowed. Allow it in the address bar of the browser, then call again.',
  31402: 'No microphone was found. Plug one in, or choose one in the settings of the system, then call again.',
  31408: 'Nobody answered.',
  31480: 'Nobody is there under that name any more.',
  31603: 'The call was declined.',
}

function showProblem(error) {
  element('problem').textContent = advice[error.originalError?.code] ?? advice[error.code] ?? error.message
  element('problem').hidden = false
}

function hideProblem() {
  element('problem').hidden = true
}
