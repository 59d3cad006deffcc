import type { IncomingMessage } from 'node:http';

const greatest = 1024 * 1024;

/**
 * The body of a request as text; undefined when the connection ended before the body did. A body of more than 1 MiB ends
 * the connection.
 */
export function readText(request: IncomingMessage): Promise<string | undefined> {
  const { socket } = request;
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve) => {
    request.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > greatest) socket.destroy();
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', () => resolve(undefined));
    request.on('close', () => resolve(undefined));
  });
}
