import { defineErrors } from './error-entry.js'

/** Errors of device signalling and of the device itself (31xxx without the SIP-like ones, 51xxx, 53xxx). */
export const deviceErrors = defineErrors({
  31000: {
    name: 'UnknownError',
    message: 'Unknown Error',
    whatToDo: "Look at the call's timeline and the gateway's log at this moment; if the cause is not there, report it.",
  },
  31001: {
    name: 'ApplicationNotFoundError',
    message: 'Application Not Found',
    whatToDo: 'Issue the token with the SID of an application that exists in the account, or create that application.',
  },
  31002: {
    name: 'ConnectionDeclinedError',
    message: 'Connection Declined',
    whatToDo: 'Issue the token with an outgoing scope; if it has one, a rule of the account refused the call.',
  },
  31003: {
    name: 'ConnectionTimeoutError',
    message: 'Connection Timeout',
    whatToDo: "Make the application's web server answer within 15 seconds, and check that media can reach the gateway.",
  },
  31005: {
    name: 'ConnectionError',
    message: 'Connection error',
    whatToDo: 'Check the network between page and gateway and try again; the original error says more.',
  },
  31007: {
    name: 'ClientVersionNotSupportedError',
    message: 'Client version not supported',
    whatToDo: 'Use twilio-client 1.x, @twilio/voice-sdk 2.x or the Ringdown device SDK.',
  },
  31008: {
    name: 'CallCancelledError',
    message: 'Call cancelled',
    whatToDo: 'Nothing: the caller hung up or another device answered before this one did.',
  },
  31009: {
    name: 'TransportError',
    message: 'Transport error',
    whatToDo: 'Wait until the device is connected again; if it never is, check its network and the gateway address.',
  },
  31100: {
    name: 'MalformedRequestError',
    message: 'The request had malformed syntax.',
    whatToDo: 'Send what the signalling contract asks for; the message names the field that breaks it.',
  },
  31101: {
    name: 'MissingParameterArrayError',
    message: 'Missing parameter array in request',
    whatToDo: 'Send `twilio` in the invite: an object that is empty or holds `params` as query text.',
  },
  31102: {
    name: 'AuthorizationTokenMissingError',
    message: 'Authorization token missing in request.',
    whatToDo: 'Send `listen` with a token before any other message.',
  },
  31103: {
    name: 'MaxParameterLengthExceededError',
    message: 'Maximum parameter length has been exceeded.',
    whatToDo: 'Keep the names and values of all custom parameters of a call within 800 bytes together.',
  },
  31104: {
    name: 'InvalidBridgeTokenError',
    message: 'Invalid bridge token',
    whatToDo: 'Use the connect token of a call that still rings or runs, and use it as it was given.',
  },
  31105: {
    name: 'InvalidClientNameError',
    message: 'Invalid client name',
    whatToDo: 'Use a client name of 1 to 256 characters without control characters, spaces or any of <>#%"{}|\\^[]`.',
  },
  31106: {
    name: 'InvalidDataError',
    message: 'Invalid data',
    whatToDo: 'Correct the field that the message names, and register again.',
  },
  31107: {
    name: 'ReconnectParameterInvalidError',
    message: 'The reconnect parameter is invalid',
    whatToDo: 'Send the reconnect token of the latest invite or answer unchanged, or start a new call.',
  },
  31201: {
    name: 'AuthorizationError',
    message: 'Authorization error',
    whatToDo: 'Issue the token with the scope for this: an incoming scope to register, an outgoing one to call.',
  },
  31202: {
    name: 'AccessTokenSignatureValidationFailed',
    message: 'Signature validation failed.',
    whatToDo: "Sign the token with the account's current auth token, or an access token with its API key's secret.",
  },
  31203: {
    name: 'NoValidAccountError',
    message: 'No valid account',
    whatToDo: 'Check the account SID in the token: the account has to exist on this gateway and be active.',
  },
  31204: {
    name: 'InvalidJWTTokenError',
    message: 'Invalid JWT token',
    whatToDo:
      'Run `ringdown token inspect` on the token: it is malformed, incomplete, of another kind or not yet valid.',
  },
  31205: {
    name: 'JWTTokenExpiredError',
    message: 'JWT token expired',
    whatToDo: 'Fetch a new token and hand it to updateToken; check the clock of the server that issues tokens.',
  },
  31206: {
    name: 'RateExceededError',
    message: 'Rate exceeded authorized limit.',
    whatToDo: 'Send fewer or smaller messages and try again later, or have the operator raise the limit.',
  },
  31207: {
    name: 'JWTTokenExpirationTooLongError',
    message: 'JWT token expiration too long',
    whatToDo: 'Issue the token with a life of at most 24 hours.',
  },
  31208: {
    name: 'MicrophoneDeniedError',
    message: 'User denied access to microphone.',
    whatToDo: 'Allow the page to use the microphone in the settings of the browser, and call again.',
  },
  31209: {
    name: 'ReconnectAttemptError',
    message: 'Reconnect attempt is not authorized.',
    whatToDo: 'Start a new call: this one has ended, or belongs to another client or account.',
  },
  31210: {
    name: 'CallMessageEventTypeInvalidError',
    message: 'Call Message Event Type is invalid.',
    whatToDo: 'Send the call message with messageType `user-defined-message`.',
  },
  31212: {
    name: 'PayloadSizeExceededError',
    message: 'Call Message Event Payload size exceeded authorized limit.',
    whatToDo: 'Keep the content of a call message within 10,240 bytes.',
  },
  31301: {
    name: 'RegistrationError',
    message: 'Registration error',
    whatToDo: 'Issue the token with an incoming scope, and register again.',
  },
  31401: {
    name: 'PermissionDeniedError',
    message: 'UserMedia Permission Denied Error',
    whatToDo: 'Allow the page to use the microphone in the settings of the browser, and call again.',
  },
  31402: {
    name: 'AcquisitionFailedError',
    message: 'UserMedia Acquisition Failed Error',
    whatToDo: 'Plug in a microphone, close other programs that hold it, and relax the audio constraints of the page.',
  },
  31901: {
    name: 'PreflightTimeoutError',
    message: 'WebSocket - Connection Timeout',
    whatToDo: 'Check that the page can reach the gateway, and that the token is valid; then run the test again.',
  },
  51007: {
    name: 'TokenAuthenticationRejected',
    message: 'Token authentication is rejected by authentication service',
    whatToDo: 'Issue a new token with the credentials of an active account.',
  },
  53000: {
    name: 'ConnectionError',
    message: 'Signaling connection error',
    whatToDo: 'Check the gateway address, its certificate and the network; the original error says more.',
  },
  53001: {
    name: 'ConnectionDisconnected',
    message: 'Signaling connection disconnected',
    whatToDo: 'Nothing at first: the device reconnects by itself. If it does not, check its network.',
  },
  53400: {
    name: 'ClientLocalDescFailed',
    message: 'Client is unable to create or apply a local media description',
    whatToDo: 'Update the browser, and remove RTC options of the page that it does not support.',
  },
  53401: {
    name: 'ServerLocalDescFailed',
    message: 'Server is unable to create or apply a local media description',
    whatToDo: "Look at the media lines of the gateway's log; check its UDP port range and announced address.",
  },
  53402: {
    name: 'ClientRemoteDescFailed',
    message: 'Client is unable to apply a remote media description',
    whatToDo: 'Update the browser; if that does not help, report it with the SDP of the call.',
  },
  53403: {
    name: 'ServerRemoteDescFailed',
    message: 'Server is unable to apply a remote media description',
    whatToDo: 'Offer audio with opus or PCMU, DTLS-SRTP and rtcp-mux, as browsers do by default.',
  },
  53404: {
    name: 'NoSupportedCodec',
    message: 'No supported codec',
    whatToDo: 'Leave opus or PCMU among the codecs that the page offers.',
  },
  53405: {
    name: 'ConnectionError',
    message: 'Media connection failed',
    whatToDo: "Let UDP through between the browser and the gateway's media ports, or configure a TURN server.",
  },
})
