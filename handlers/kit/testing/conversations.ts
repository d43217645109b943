import { type Clip, makeClip, type Part } from './spoken-clip'

/** Short and long, with commas to hesitate at, with soft and hard first sounds. */
const sentences = [
  'Hello there, can you hear me?',
  'What is the weather like in Berlin tomorrow?',
  'Please turn off the light in the kitchen.',
  'Yes.',
  'No thanks.',
  'I would like to book a table for four people, at eight in the evening.',
  'Stop.',
  'Tell me a story about a little dog, and make it short.',
  'Fifty five plus sixteen, how much is that?',
  'Should she sell seashells, or half a fish?',
]

export const voices = ['en-us', 'en-gb', 'en-us+f2', 'en-us+m3', 'en-gb-scotland+f4', 'en-gb-x-rp']

/** A voice says all sentences, with silence between them. */
export function conversation(voice: string, snrInDb?: number): Clip {
  const parts: Part[] = [1.5, ...sentences.flatMap((sentence) => [sentence, 1.6])]
  return makeClip(parts, snrInDb === undefined ? { voice } : { voice, snrInDb })
}
