import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** Threads of a process. Linux only. */
export function threadCount(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).length
}

/** UDP sockets that a process holds open. Linux only. */
export function udpSocketCount(pid: number): number {
  const inodes = ['udp', 'udp6'].flatMap((kind) =>
    readFileSync(`/proc/${pid}/net/${kind}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/)[9]),
  )
  const open = readdirSync(`/proc/${pid}/fd`).filter((fd) => {
    try {
      const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1]
      return inode !== undefined && inodes.includes(inode)
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return false
      throw thrown
    }
  })
  return open.length
}
