import type { Abstract } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import { UnknownElementException } from '@nestjs/core/errors/exceptions/unknown-element.exception.js';

/** Looked up when needed, not injected: the module that provides it depends on this one, and may be absent. */
export function optionalProvider<T>(modules: ModuleRef, token: Abstract<T>): T | undefined {
  try {
    return modules.get<T, T>(token, { strict: false });
  } catch (error) {
    if (error instanceof UnknownElementException) return undefined;
    throw error;
  }
}
