/* global Twilio */
import { createPeopleList } from './people-list.js'
import { ask, describeProblem, isAbsence } from './problem.js'

const element = (id) => document.getElementById(id)

// What is not named here the SDK fetches from Twilio.
const soundNames = ['incoming', 'outgoing', 'disconnect', ...[...'0123456789sh'].map((key) => `dtmf${key}`)]

const people = createPeopleList(element('people'), (name) => dial(name))
let device
let call
let peer
let rtcConfiguration
let isReady = false
let isDialling = false
let shownProblem = {}

element('join').addEventListener('submit', (event) => {
  event.preventDefault()
  join(element('name').value)
})
element('accept').addEventListener('click', () => call?.accept({ rtcConfiguration }))
element('reject').addEventListener('click', () => call?.reject())
element('hangup').addEventListener('click', () => call?.disconnect())
element('mute').addEventListener('click', () => {
  call?.mute(!call.isMuted())
  showCall()
})

if (typeof Twilio === 'undefined') {
  element('join-button').disabled = true
  showProblem(
    new Error('The browser SDK is not installed. Run npm install @twilio/voice-sdk and start the gateway again.'),
  )
}

async function join(name) {
  hideProblem()
  element('join-button').disabled = true
  try {
    const { token, isShared } = await fetchToken(name)
    element('shared').hidden = !isShared
    await start(name, token)
  } catch (error) {
    // The SDK gives some refusals as events only.
    if (error !== undefined) showProblem(error)
  }
  element('join-button').disabled = false
}

async function start(name, token) {
  device = new Twilio.Device(token, {
    chunderw: location.host,
    // Else the SDK posts call quality, and the token with it, to Twilio.
    publishEvents: false,
    sounds: Object.fromEntries(soundNames.map((sound) => [sound, `sound/${sound}.wav`])),
  })
  device.on('registered', () => showState('ready', true))
  device.on('unregistered', () => showState('offline', false))
  device.on('error', showProblem)
  device.on('incoming', answerTo)
  device.on('tokenWillExpire', () => fetchToken(name).then((next) => device.updateToken(next.token), showProblem))
  element('self').textContent = name
  document.title = `${name} · Ringdown`
  showState('connecting', false)
  element('join').hidden = true
  element('phone').hidden = false
  watchPeople(name)
  await device.register()
}

async function fetchToken(name) {
  const answer = await ask('token', { name })
  rtcConfiguration = { iceServers: answer.iceServers }
  return answer
}

function watchPeople(self) {
  new EventSource('people').addEventListener('message', ({ data }) => {
    const others = JSON.parse(data).filter((name) => name !== self)
    people.show(others)
    element('nobody').hidden = others.length > 0
    showButtons()
  })
}

async function dial(name) {
  hideProblem()
  isDialling = true
  showButtons()
  try {
    watch(await device.connect({ params: { To: name }, rtcConfiguration }), name, 'Calling')
  } catch (error) {
    showProblem(error)
  }
  isDialling = false
  showButtons()
}

function answerTo(incoming) {
  // There is one card for a call: whoever comes second is declined.
  if (call !== undefined || isDialling) incoming.reject()
  else watch(incoming, incoming.parameters.From.replace(/^client:/, ''), 'Call from')
}

function watch(next, name, state) {
  hideProblem()
  call = next
  peer = name
  next.on('ringing', () => showCall('Ringing'))
  next.on('accept', () => showCall('In a call with'))
  next.on('reconnecting', () => showCall('Reconnecting the call with'))
  next.on('reconnected', () => showCall('In a call with'))
  for (const event of ['disconnect', 'cancel', 'reject']) {
    next.on(event, () => {
      if (call === next) call = undefined
      showCall('No longer in a call with')
    })
  }
  next.on('error', showProblem)
  showCall(state)
}

function showCall(state) {
  const focused = document.activeElement
  const status = call?.status()
  const isWaiting = status === 'pending' && call.direction === 'INCOMING'
  element('call').hidden = call === undefined
  element('peer').textContent = peer
  if (state) element('call-state').textContent = state
  if (state) element('news').textContent = `${state} ${peer}`
  element('accept').hidden = element('reject').hidden = !isWaiting
  element('mute').hidden = status !== 'open'
  element('mute').textContent = call?.isMuted() ? 'Unmute' : 'Mute'
  element('hangup').hidden = isWaiting
  showButtons()
  moveFocus(focused)
}

/** Who works the keyboard goes on where the call goes on, when the button they used is gone. */
function moveFocus(from) {
  if (from === document.body || (from.checkVisibility() && !from.disabled)) return
  const next = call === undefined ? people.buttonOf(peer) : element('hangup')
  next?.focus()
}

function showButtons() {
  people.setEnabled(isReady && !isDialling && call === undefined)
}

function showState(text, isGood) {
  isReady = isGood
  if (isGood && isAbsence(shownProblem)) hideProblem()
  element('state').textContent = text
  element('state').classList.toggle('good', isGood)
  showButtons()
}

function showProblem(error) {
  shownProblem = error
  element('problem').textContent = describeProblem(error)
  element('problem').hidden = false
}

function hideProblem() {
  shownProblem = {}
  element('problem').hidden = true
}
