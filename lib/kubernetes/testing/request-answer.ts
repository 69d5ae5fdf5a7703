import http from 'node:http';
import https, { type RequestOptions } from 'node:https';

/** Any answer of an API server, parsed; what is no JSON object stands under `text`. */
export interface ApiAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** One request to an API server with a token; a body goes as JSON, a merge patch for PATCH. */
export function requestAnswer(
  server: { url: string; token: string; ca?: string },
  method: string,
  path: string,
  body?: unknown,
): Promise<ApiAnswer> {
  const options: RequestOptions = {
    method,
    headers: {
      authorization: `Bearer ${server.token}`,
      accept: 'application/json',
      'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
    },
    ...(server.ca === undefined ? {} : { ca: server.ca }),
  };
  const { request } = server.url.startsWith('https:') ? https : http;
  return new Promise((resolve, reject) => {
    const call = request(`${server.url}${path}`, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({
          status: response.statusCode ?? 0,
          body: text.startsWith('{') ? JSON.parse(text) : { text },
        });
      });
    });
    call.on('error', reject);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
