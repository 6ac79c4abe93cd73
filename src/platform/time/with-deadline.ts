export class DeadlineExceeded extends Error {
  override name = 'DeadlineExceeded';

  constructor(milliseconds: number) {
    super(`not done within ${String(milliseconds / 1000)} s`);
  }
}

/**
 * Settles as `work` does, or rejects at the deadline, even when `work` never looks at its signal.
 * @throws DeadlineExceeded
 */
export async function withDeadline<T>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new DeadlineExceeded(milliseconds);
      reject(error);
      controller.abort(error);
    }, milliseconds);
  });
  try {
    return await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
