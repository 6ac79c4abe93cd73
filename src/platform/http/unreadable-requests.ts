import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { requestMalformed, routeNotFound } from './http.errors.js';
import { sendProblem } from './problem.js';

/** The router could make nothing of the URL; no hook has run. */
export function answerUnroutable(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  publicUrl: string,
): void {
  const tooLong = error.code === 'FST_ERR_MAX_PARAM_LENGTH';
  sendProblem(request, reply, tooLong ? routeNotFound(error) : requestMalformed(error), publicUrl);
}

/** What arrived was not HTTP, or its headers were too large: there is no request to answer, only a socket. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [status, title] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431', 'Request Header Fields Too Large']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ['408', 'Request Timeout']
        : ['400', 'Bad Request'];
  const problem = requestMalformed(error);
  const body = JSON.stringify({
    type: 'about:blank',
    title,
    status: Number(status),
    code: problem.code,
    detail: problem.publicMessage,
  });
  if (socket.writable)
    socket.write(
      `HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json; charset=utf-8\r\n` +
        `Content-Length: ${String(Buffer.byteLength(body))}\r\nX-Request-Id: ${randomUUID()}\r\nConnection: close\r\n\r\n${body}`,
    );
  socket.destroy(error);
}
