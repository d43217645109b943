import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeWav, type Wav } from './wav-file'

/** `text` spoken by espeak-ng in English, mono, 22 050 Hz. The same text always gives the same samples. */
export function speak(text: string): Wav {
  const folder = mkdtempSync(join(tmpdir(), 'soundcheck-speech-'))
  try {
    const file = join(folder, 'speech.wav')
    execFileSync('espeak-ng', ['-v', 'en', '-s', '150', '-w', file, text])
    return decodeWav(readFileSync(file))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
