'use strict'
// Preloaded into the process of a sample, whose text must stay as the documentation has it: listen on a free port
// instead of 1337 and tell the parent which; with OFFICIAL_LIBRARY set, load that package where the sample loads ours.
const Module = require('node:module')
const { Server } = require('node:net')

const listen = Server.prototype.listen
Server.prototype.listen = function (_port, ...rest) {
  this.once('listening', () => process.send({ port: this.address().port }))
  return listen.call(this, 0, ...rest)
}

const official = process.env.OFFICIAL_LIBRARY
const resolve = Module._resolveFilename
Module._resolveFilename = function (request, ...rest) {
  const isOurs = official !== undefined && request === '@ringdown/token'
  return resolve.call(this, isOurs ? official : request, ...rest)
}
