import { startSandboxApiServer } from '#lib/sandbox/api-server/start.ts';
import { SANDBOX_CRDS } from '#lib/sandbox/crds/sandbox-crds.ts';

/** The sandbox's API server in a process of its own, so that a bench does not share its time. Ends with its parent. */
const server = await startSandboxApiServer({ directory: null, crds: SANDBOX_CRDS });
process.send?.({ url: server.url, token: server.token, kubeconfig: server.kubeconfig });
process.once('disconnect', () => void server.stop().then(() => process.exit(0)));
