import {
  PictureLossIndication,
  type RTCRtpTransceiver,
  type RtcpPacket,
  RtcpPayloadSpecificFeedback,
} from 'werift'

function isPictureLoss(packet: RtcpPacket): boolean {
  return (
    packet.type === RtcpPayloadSpecificFeedback.type && packet.feedback.count === PictureLossIndication.count
  )
}

/**
 * Calls `listener` when the peer asks for a key frame (PLI). werift hands such a request to the receiver instead of the
 * sender when the peer names one of its own streams as the asking one, so both are listened to.
 */
export function onKeyFrameRequested(transceiver: RTCRtpTransceiver, listener: () => void): void {
  transceiver.sender.onPictureLossIndication.subscribe(listener)
  transceiver.receiver.onRtcp.subscribe((packet) => {
    if (isPictureLoss(packet)) listener()
  })
}
