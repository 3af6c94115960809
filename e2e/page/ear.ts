import type { HeardFrame } from './phone-api.js'

/** 5.9 Hz apart at 48 kHz: enough to tell the two tones of ringback apart. */
const fftSize = 8_192
const intervalMs = 50
/** The window function leaves less than this of a tone at other frequencies. */
const standsOutDecibels = 25
const keptFrames = 600

/** Listens to what a call brings from the far side, and writes down which frequencies are in it. */
export class Ear {
  readonly #context = new AudioContext()
  readonly #analyser = new AnalyserNode(this.#context, { fftSize, smoothingTimeConstant: 0 })
  readonly #spectrum = new Float32Array(this.#analyser.frequencyBinCount)
  readonly #frames: HeardFrame[] = []
  #source: MediaStreamAudioSourceNode | undefined

  /** @param streamNow - what there is to hear at this moment */
  constructor(streamNow: () => MediaStream | undefined) {
    setInterval(() => {
      this.#turnTo(streamNow())
      this.#listen()
    }, intervalMs)
  }

  heard(withinMs: number): readonly HeardFrame[] {
    const since = performance.now() - withinMs
    return this.#frames.filter(({ atMs }) => atMs >= since)
  }

  #turnTo(stream: MediaStream | undefined): void {
    if (stream === undefined || stream === this.#source?.mediaStream) return
    this.#source?.disconnect()
    this.#source = this.#context.createMediaStreamSource(stream)
    this.#source.connect(this.#analyser)
  }

  #listen(): void {
    if (this.#source === undefined) return
    this.#analyser.getFloatFrequencyData(this.#spectrum)
    this.#frames.push(this.#describe())
    if (this.#frames.length > keptFrames) this.#frames.shift()
  }

  #describe(): HeardFrame {
    const levels = [...this.#spectrum]
    const loudestDecibels = levels.reduce((loudest, level) => Math.max(loudest, level), -Infinity)
    const hertzPerBin = this.#context.sampleRate / fftSize
    const isPeak = (level: number, bin: number): boolean =>
      level > loudestDecibels - standsOutDecibels &&
      level > (levels[bin - 1] ?? -Infinity) &&
      level >= (levels[bin + 1] ?? -Infinity)
    const peaks = levels.flatMap((level, bin) => (isPeak(level, bin) ? [{ level, hertz: bin * hertzPerBin }] : []))
    peaks.sort((one, other) => other.level - one.level)
    return { atMs: performance.now(), loudestDecibels, hertz: peaks.slice(0, 6).map(({ hertz }) => Math.round(hertz)) }
  }
}
