const QUIETEST_DB = -60
const INTERVAL = 50

/** What a meter shows for samples of -1 to 1: 0 at -60 dB and below, 1 at full scale. @param {Float32Array} samples */
export function levelOf(samples) {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  const decibels = 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-12)
  return Math.min(1, Math.max(0, 1 - decibels / QUIETEST_DB))
}

/** Shows the level of a stream until it is closed. @param {MediaStream} stream @param {HTMLMeterElement} meter */
export function showLevel(stream, meter) {
  const context = new AudioContext()
  const analyser = new AnalyserNode(context, { fftSize: 2048 })
  const source = context.createMediaStreamSource(stream)
  source.connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples)
    meter.value = levelOf(samples)
  }, INTERVAL)
  return () => {
    clearInterval(timer)
    meter.value = 0
    source.disconnect()
    void context.close()
  }
}
