import { connect, createServer, type Socket } from 'node:net';

/** A passage to a server on loopback that a test can shut. */
export interface TcpGate {
  url: string;
  /** Cuts what is connected and refuses new connections. */
  shut(): void;
  open(): void;
  /** What is connected stays so, but nothing passes any more; new connections work. */
  freeze(): void;
  close(): Promise<void>;
}

/** Starts a gate before the server of this URL. */
export async function startTcpGate(target: string): Promise<TcpGate> {
  const { port, protocol } = new URL(target);
  const pairs = new Set<[Socket, Socket]>();
  let isShut = false;
  const server = createServer((near) => {
    if (isShut) {
      near.destroy();
      return;
    }
    const far = connect(Number(port), '127.0.0.1');
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    for (const socket of pair) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        pairs.delete(pair);
        for (const each of pair) each.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const cut = () => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
  };
  return {
    url: `${protocol}//127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    shut() {
      isShut = true;
      cut();
    },
    open() {
      isShut = false;
    },
    freeze() {
      for (const [near, far] of pairs) {
        near.unpipe(far);
        far.unpipe(near);
        far.pause();
      }
    },
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
