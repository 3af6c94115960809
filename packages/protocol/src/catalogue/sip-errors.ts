import { defineErrors } from './error-entry.js'

/** Ends of a call with a SIP-like cause: 31000 plus the status of RFC 3261 §21. */
export const sipErrors = defineErrors({
  31400: {
    name: 'BadRequest',
    message: 'Bad Request (HTTP/SIP)',
    whatToDo: 'The gateway cannot use the SDP: offer audio as browsers do by default, and send it unchanged.',
  },
  31403: {
    name: 'Forbidden',
    message: 'Forbidden',
    whatToDo: 'Ask the operator of the account to allow this call.',
  },
  31404: {
    name: 'NotFound',
    message: 'Not Found (HTTP/SIP)',
    whatToDo: 'Give the application a VoiceUrl, and check the number or client name that was called.',
  },
  31408: {
    name: 'RequestTimeout',
    message: 'Request Timeout',
    whatToDo: 'Nobody answered in time: call again later, or raise the timeout of <Dial>.',
  },
  31409: {
    name: 'Conflict',
    message: 'Conflict',
    whatToDo: 'Wait until the change under way has finished, and try again.',
  },
  31426: {
    name: 'UpgradeRequired',
    message: 'Upgrade Required',
    whatToDo: 'Use a newer version of the SDK.',
  },
  31429: {
    name: 'TooManyRequests',
    message: 'Too Many Requests',
    whatToDo: 'Start fewer calls a second, or have the operator raise the limit.',
  },
  31480: {
    name: 'TemporarilyUnavailable',
    message: 'Temporarily Unavailable (SIP)',
    whatToDo: 'Nobody is registered under the name that was called: call again when the other device is online.',
  },
  31481: {
    name: 'CallDoesNotExist',
    message: 'Call/Transaction Does Not Exist',
    whatToDo: 'Start a new call: this one has ended.',
  },
  31484: {
    name: 'AddressIncomplete',
    message: 'Address Incomplete',
    whatToDo: 'Call a whole number in E.164 form, or a client as `client:name`.',
  },
  31486: {
    name: 'BusyHere',
    message: 'Busy Here (SIP)',
    whatToDo: 'Call again later: the other side is busy.',
  },
  31487: {
    name: 'RequestTerminated',
    message: 'Request Terminated',
    whatToDo: 'Nothing: the call was cancelled before it was answered.',
  },
  31500: {
    name: 'InternalServerError',
    message: 'Internal Server Error',
    whatToDo: "Look at the gateway's log at this moment, and report it.",
  },
  31502: {
    name: 'BadGateway',
    message: 'Bad Gateway',
    whatToDo: 'The next system on the way failed: check the trunk that carries the call.',
  },
  31503: {
    name: 'ServiceUnavailable',
    message: 'Service Unavailable',
    whatToDo: 'Try again in a moment: the gateway is starting, stopping or full.',
  },
  31504: {
    name: 'GatewayTimeout',
    message: 'Gateway Timeout',
    whatToDo: 'The next system on the way did not answer: check the trunk that carries the call.',
  },
  31530: {
    name: 'DnsResolutionError',
    message: 'DNS Resolution Error',
    whatToDo: 'Check the host name of the destination, and the name servers of the gateway.',
  },
  31600: {
    name: 'BusyEverywhere',
    message: 'Busy Everywhere',
    whatToDo: 'Call again later: all devices of the other side are busy.',
  },
  31603: {
    name: 'Decline',
    message: 'Decline (SIP)',
    whatToDo: 'Nothing: the other side declined the call.',
  },
  31604: {
    name: 'DoesNotExistAnywhere',
    message: 'Does Not Exist Anywhere',
    whatToDo: 'Check the number or client name that was called.',
  },
})
