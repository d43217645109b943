import { RTCDtlsTransport } from 'werift'

/** Makes this thread's certificate, which else the first call would wait for. */
export async function prepareCertificate(): Promise<void> {
  await RTCDtlsTransport.SetupCertificate()
}
