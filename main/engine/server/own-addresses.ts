import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import type { ServerSettings } from '../../../contract/server'

const loopbackNames = ['127.0.0.1', '::1', 'localhost']
const everyAddress = ['0.0.0.0', '::']

/** Whether what is reached under this name or address is reached from this computer alone. */
export function isLoopback(host: string): boolean {
  return loopbackNames.includes(host) || (isIP(host) === 4 && host.startsWith('127.'))
}

/** As it stands in a URL. */
export function inUrl(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host
}

/** Addresses of this computer under which others reach it: IPv4 first, for it is what people can type. */
function networkAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((found) => found ?? [])
  // A link-local address is nothing without its zone, which no URL of a browser can have.
  const usable = all.filter(({ internal, address }) => !internal && !/^fe80:/i.test(address))
  return usable.sort((a, b) => a.family.localeCompare(b.family)).map(({ address }) => address)
}

/** What others may call this computer, beside its addresses; `.local` is how it is named by multicast DNS. */
function ownNames(): string[] {
  const name = hostname().toLowerCase()
  const isUsable = /^[a-z0-9.-]+$/.test(name) && name !== 'localhost'
  return isUsable ? [name, ...(name.includes('.') ? [] : [`${name}.local`])] : []
}

/** Every name and address under which a server that listens at `host` is this computer. */
export function hostsOf(host: string): string[] {
  if (isLoopback(host)) return [...new Set([host, ...loopbackNames])]
  return [...new Set([host.toLowerCase(), ...networkAddresses(), ...ownNames(), ...loopbackNames])]
}

/** Where a server that listens is reached; the addresses for other devices first. */
export function urlsOf({ host, tls }: Pick<ServerSettings, 'host' | 'tls'>, port: number): string[] {
  const scheme = tls ? 'https' : 'http'
  const v4Only = (address: string): boolean => host === '::' || isIP(address) === 4
  const hosts = everyAddress.includes(host) ? [...networkAddresses().filter(v4Only), '127.0.0.1'] : [host]
  return hosts.map((one) => `${scheme}://${inUrl(one)}:${port}`)
}
