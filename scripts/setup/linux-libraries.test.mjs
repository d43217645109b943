import { describe, expect, it } from 'vitest'
import { missingInLdd, packagesFor, packagesOfLibrary } from './linux-libraries.mjs'

const LDD = `	linux-vdso.so.1 (0x00007ffd)
	libffmpeg.so => /opt/electron/libffmpeg.so (0x00007f01)
	libgtk-3.so.0 => not found
	libasound.so.2 => not found
	libnss3.so => not found
	libnssutil3.so => not found
	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f02)
`

/** @param {string} name */
const debian12 = (name) => !name.endsWith('t64')
/** @param {string} name on Debian 13 the renamed packages are gone under their old names */
const debian13 = (name) => Object.values(packagesOfLibrary).some((names) => names[0] === name)

describe('the libraries that Electron lacks', () => {
  it('are those that ldd did not find', () => {
    expect(missingInLdd(LDD)).toEqual(['libgtk-3.so.0', 'libasound.so.2', 'libnss3.so', 'libnssutil3.so'])
  })

  it('have the old package names on Debian 12, each package once', () => {
    expect(packagesFor(missingInLdd(LDD), debian12)).toEqual({
      packages: ['libasound2', 'libgtk-3-0', 'libnss3'],
      unknown: [],
    })
  })

  it('have the t64 names where the system has those', () => {
    expect(packagesFor(missingInLdd(LDD), debian13).packages).toEqual([
      'libasound2t64',
      'libgtk-3-0t64',
      'libnss3',
    ])
  })

  it('are called unknown when no package holds them', () => {
    expect(packagesFor(['libnever.so.1', 'libnss3.so'], debian12)).toEqual({
      packages: ['libnss3'],
      unknown: ['libnever.so.1'],
    })
    expect(packagesFor(['libnss3.so'], () => false).unknown).toEqual(['libnss3.so'])
  })

  it('have their new name before the old one in the table', () => {
    for (const [name, old] of Object.values(packagesOfLibrary)) if (old) expect(name).toMatch(/t64$/)
  })
})
