/**
 * Where media may come from: 127.0.0.1, as the app's own window does; any address of this computer, as other programs on it do; or
 * whoever reaches one of those.
 */
export type Reach = 'loopback' | 'computer' | 'network'
