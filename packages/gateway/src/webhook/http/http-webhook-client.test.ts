import { webhookContract } from '../webhook.contract.js'
import { openHttpBench } from './http-bench.contract.js'

webhookContract('http', () => openHttpBench())
