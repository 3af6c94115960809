export {
  type CallDirection,
  callDirections,
  type CallStatus,
  callStatuses,
  callTransitions,
  canMove,
  type DialCallStatus,
  dialCallStatuses,
  type FinalCallStatus,
  isFinal,
  type RestCallStatus,
  type StatusCallbackEvent,
  statusCallbackEventOf,
  statusCallbackEvents,
} from './call-status.js'
export { type DeviceErrorCode, deviceErrorCatalogue } from './catalogue/device-error-catalogue.js'
export type { ErrorEntry } from './catalogue/error-entry.js'
export { decodeClientFrame, decodeGatewayFrame, encodeClientFrame, encodeGatewayFrame } from './codec/codec.js'
export {
  type FieldFaultCode,
  ProtocolError,
  type ProtocolErrorCode,
  type ProtocolErrorContext,
} from './codec/protocol-error.js'
export { refusalCode } from './codec/refusal-code.js'
export {
  type CustomParameter,
  customParameterBytes,
  decodeIncomingParams,
  decodeOutgoingParams,
  encodeIncomingParams,
  encodeOutgoingParams,
  isRawName,
} from './custom-parameter.js'
export { type ErrorCode, errorCatalogue, isErrorCode } from './error-catalogue.js'
export {
  type CallMessagePayload,
  type CandidatePayload,
  type ClientHangupPayload,
  type ClientInvitePayload,
  type ClientMessage,
  clientMessage,
  type ClientMessageOf,
  type ClientPayloads,
  type ClientSdpPayload,
  type DtmfPayload,
  type ListenPayload,
  type RegisterPayload,
  type RejectPayload,
} from './message/client-message.js'
export {
  type ClientFrame,
  type GatewayFrame,
  type Heartbeat,
  heartbeat,
  heartbeatText,
  type UnknownMessage,
} from './message/frame.js'
export {
  type AckPayload,
  type CancelPayload,
  type CancelReason,
  cancelReasons,
  type ConnectedPayload,
  type EmptyPayload,
  type ErrorPayload,
  type GatewayAnswerPayload,
  type GatewayHangupPayload,
  type GatewayInvitePayload,
  type GatewayMessage,
  gatewayMessage,
  type GatewayMessageOf,
  type GatewayPayloads,
  type IncomingParameters,
  type RingingPayload,
  type WireError,
} from './message/gateway-message.js'
export type { Envelope, Message } from './message/message.js'
export {
  chooseProtocolVersion,
  type ProtocolFeatures,
  protocolFeatures,
  type ProtocolVersion,
  protocolVersions,
} from './message/version.js'
export { protocolLimits } from './protocol-limits.js'
export {
  type AccountSid,
  type ApplicationSid,
  type CallSid,
  formatSid,
  formatTempCallId,
  isSid,
  isTempCallId,
  type Sid,
  sidBytes,
  type SidPrefix,
  sidPrefixes,
  type TempCallId,
} from './sid.js'
