/** The comments of a pull request at GitHub and the notes of a merge request at GitLab: as much of their APIs as it takes. */
import http from 'node:http';
import { listening } from '../../src/idcs/testing/servers';

export interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly type: string };
  readonly author: { readonly id: number };
}

export interface Comments {
  readonly base: string;
  readonly kept: Comment[];
  /** Method and path of each request that changed something. */
  readonly changes: string[];
  /** The credentials that were shown. */
  readonly shown: Set<string>;
  add(body: string, by?: 'us' | 'somebody'): void;
  close(): void;
}

const pageSize = 100;

export async function comments(): Promise<Comments> {
  const kept: Comment[] = [];
  const changes: string[] = [];
  const shown = new Set<string>();
  const add = (body: string, by = 'us') => {
    const us = by === 'us';
    kept.push({ id: kept.length + 1, body, user: { type: us ? 'Bot' : 'User' }, author: { id: us ? 7 : 8 } });
  };
  const server = http.createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    shown.add(String(headers.authorization ?? headers['private-token']));
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      const answer = (status: number, body: unknown) => response.writeHead(status).end(JSON.stringify(body));
      if (pathname === '/user') return answer(200, { id: 7 });
      if (method === 'GET') {
        const start = (Number(searchParams.get('page')) - 1) * pageSize;
        return answer(200, kept.slice(start, start + pageSize));
      }
      changes.push(`${method} ${pathname}`);
      const { body } = JSON.parse(text) as { body: string };
      if (method === 'POST') {
        add(body);
        return answer(201, kept.at(-1));
      }
      const comment = kept.find(({ id }) => id === Number(pathname.split('/').at(-1)));
      if (!comment) return answer(404, { message: 'Not Found' });
      comment.body = body;
      return answer(200, comment);
    });
  });
  const { port, close } = await listening(server);
  return { base: `http://127.0.0.1:${port}`, kept, changes, shown, add, close };
}
