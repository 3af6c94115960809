/**
 * Every bound of TwiML, in one frozen object.
 *
 * Sources: the size of a document, the targets and the times of `<Dial>` are Twilio's documented ones ("TwiML Voice:
 * Dial", error 11750); the others are Ringdown's own, far above what documents need.
 */
export const twimlLimits = Object.freeze({
  /** One document, in UTF-8. */
  maxDocumentBytes: 65_536,
  /** Nesting of elements, `<Response>` included. */
  maxDepth: 32,
  /** Elements of one document. */
  maxElements: 5_000,
  /** Remarks about one document; the last one then says that there were more. */
  maxRemarks: 100,
  /** `<Client>` targets of one `<Dial>`, and as many numbers. */
  maxClientsPerDial: 10,
  /** Range and default of the Dial attribute `timeout`. */
  minDialTimeoutSeconds: 5,
  maxDialTimeoutSeconds: 600,
  defaultDialTimeoutSeconds: 30,
  /** Highest value and default of the Dial attribute `timeLimit`. */
  maxDialSeconds: 14_400,
  /** The longest `<Pause>`; more is cut to this, since no call lives longer. */
  maxPauseSeconds: 86_400,
  /** Documents that one call may run through without a `<Pause>` or a `<Dial>` in between. */
  maxDocumentsWithoutWait: 100,
  /** Dials in a row that nobody answers, with neither a `<Pause>` nor an answered `<Dial>` in between. */
  maxUnansweredDials: 1_000,
})
