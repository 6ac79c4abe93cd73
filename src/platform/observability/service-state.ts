import { Injectable } from '@nestjs/common';

/** Whether this process still wants work. */
@Injectable()
export class ServiceState {
  private listeners: (() => void)[] = [];
  private isStopping = false;

  /** From the first stop signal on: not ready, every answer closes its connection. */
  get stopping(): boolean {
    return this.isStopping;
  }

  /** For what holds connections open by itself (sockets): called once, before the listener closes. */
  onStopping(listener: () => void): void {
    this.listeners.push(listener);
  }

  stop(): void {
    if (this.isStopping) return;
    this.isStopping = true;
    for (const listener of this.listeners) listener();
  }
}
