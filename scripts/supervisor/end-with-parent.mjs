// Preloaded into every process that the supervisor starts: when the supervisor is killed, they end by themselves.
const parent = process.ppid;
let deadline = 0;

setInterval(() => {
  if (process.ppid === parent) return;
  if (deadline === 0) process.kill(process.pid, 'SIGTERM');
  deadline ||= Date.now() + 5_000;
  if (Date.now() > deadline) process.kill(process.pid, 'SIGKILL');
}, 250).unref();
