import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { onCore, SERVER_CORE } from './cores.mjs';

/**
 * Runs a script on the server's core until `stop` is called.
 * @param {string} script relative to the repository
 * @param {Record<string, string>} env
 * @param {string} log file for everything it prints
 */
export async function startServer(script, env, log) {
  const port = await freePort();
  const [command, ...args] = onCore(SERVER_CORE, [process.execPath, script]);
  const output = openSync(log, 'a');
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(port), ...env },
    stdio: ['ignore', output, output],
  });
  const url = `http://127.0.0.1:${port}`;
  await answering(`${url}/health/live`, child);
  return {
    url,
    /** Processor time that the server has used so far, in seconds; NaN where /proc is missing. */
    cpuSeconds: () => cpuSecondsOf(child.pid),
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

const TICKS_PER_SECOND = 100;

/** `taskset` replaces itself by the server, so the child is the server. */
function cpuSecondsOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return NaN;
  }
}

async function answering(url, child) {
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} does not answer`);
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
