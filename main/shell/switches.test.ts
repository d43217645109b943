import { describe, expect, it } from 'vitest'
import { parseSwitches } from './switches'

const resolve = (folder: string) => (folder.startsWith('/') ? folder : `/cwd/${folder}`)

describe('the switches of the app', () => {
  it('take the user folder with = or as the next word', () => {
    expect(parseSwitches(['electron', '.', '--handlers=/a b'], resolve).handlers).toBe('/a b')
    expect(parseSwitches(['electron', '.', '--handlers', 'mine'], resolve).handlers).toBe('/cwd/mine')
  })

  it('leave the folder to the settings when nothing is said', () => {
    expect(parseSwitches(['electron', '.', '--user-data-dir=/x'], resolve).handlers).toBeNull()
    expect(parseSwitches(['electron', '.', '--handlers'], resolve).handlers).toBeNull()
    expect(parseSwitches(['electron', '.', '--handlers='], resolve).handlers).toBeNull()
  })
})
