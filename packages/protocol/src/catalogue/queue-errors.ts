import { defineErrors } from './error-entry.js'

/** Errors of queues and of running conferences (142xx, 160xx). */
export const queueErrors = defineErrors({
  14201: {
    name: 'EnqueueInvalidMethod',
    message: 'Enqueue: Invalid method value',
    level: 'error',
    whatToDo: 'Use GET or POST; POST was used.',
  },
  14202: {
    name: 'EnqueueInvalidWaitUrl',
    message: 'Enqueue: Invalid waitUrl',
    level: 'error',
    whatToDo: 'Use an http or https URL for waitUrl; the hold music was used.',
  },
  14203: {
    name: 'EnqueueInvalidActionUrl',
    message: 'Enqueue: Invalid Enqueue action url',
    level: 'error',
    whatToDo: 'Use an http or https URL for action.',
  },
  14204: {
    name: 'EnqueueNameTooShort',
    message: 'Enqueue: Queue name too short',
    level: 'error',
    whatToDo: 'Give the queue a name as the text of <Enqueue>.',
  },
  14205: {
    name: 'EnqueueNameTooLong',
    message: 'Enqueue: Queue name too long',
    level: 'error',
    whatToDo: 'Shorten the name of the queue to 64 characters.',
  },
  14206: {
    name: 'EnqueueInvalidWaitUrlMethod',
    message: 'Enqueue: Invalid waitUrlMethod value',
    level: 'error',
    whatToDo: 'Use GET or POST; POST was used.',
  },
  14207: {
    name: 'QueueFull',
    message: 'Enqueue: The targeted queue reached max queue size',
    level: 'warning',
    whatToDo: 'Handle QueueResult queue-full in the action document, or raise the maximum size of the queue.',
  },
  14210: {
    name: 'QueueInvalidWhisperMethod',
    message: 'Dial->Queue: Invalid whisper method',
    level: 'error',
    whatToDo: 'Use GET or POST; POST was used.',
  },
  14211: {
    name: 'QueueInvalidWhisperUrl',
    message: 'Dial->Queue: Invalid whisper url',
    level: 'error',
    whatToDo: 'Use an http or https URL for url.',
  },
  14212: {
    name: 'QueueNameTooShort',
    message: 'Dial->Queue: queue name too short',
    level: 'error',
    whatToDo: 'Give the name of the queue as the text of <Queue>.',
  },
  14213: {
    name: 'QueueNameTooLong',
    message: 'Dial->Queue: queue name too long',
    level: 'error',
    whatToDo: 'Shorten the name of the queue to 64 characters.',
  },
  14220: {
    name: 'EnqueueInvalidWorkflow',
    message: 'Enqueue: Provided Workflow was not a valid sid',
    level: 'error',
    whatToDo: 'Name a queue instead of a workflow: TaskRouter is not part of this gateway. The call went on.',
  },
  16011: {
    name: 'ConferenceEventErrorResponse',
    message: 'Conference Event: Error Response to Callback URL',
    level: 'error',
    whatToDo: 'Make the status callback of the conference answer with a 2xx status.',
  },
  16020: {
    name: 'ConferenceFull',
    message: 'Conference is full',
    level: 'error',
    whatToDo: 'Wait until someone leaves, or raise maxParticipants, up to 250.',
  },
  16025: {
    name: 'ParticipantLabelInUse',
    message: 'Dial->Conference: Participant label is in use by another participant',
    level: 'error',
    whatToDo: 'Give each participant of a conference a label of its own.',
  },
})
