type Cleanup = () => unknown;

const pending: Cleanup[] = [];

/** Runs when the test file ends, the newest first: nodes before their databases. */
export function atEndOfFile(cleanup: Cleanup): void {
  pending.push(cleanup);
}

export async function cleanUp(): Promise<void> {
  for (let cleanup = pending.pop(); cleanup; cleanup = pending.pop()) await cleanup();
}
