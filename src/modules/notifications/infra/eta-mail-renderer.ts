import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import { Eta } from 'eta';
import { Config } from '../../../platform/config/config.js';
import { Sender } from '../../../platform/mail/sender.js';
import type { MailRenderer } from '../domain/mail-renderer.js';
import type { MailContent, QueuedMail } from '../domain/mail-templates.js';
import { mailFormats } from './mail-formats.js';

/** Beside the source, and beside the compiled code: the build copies it. */
export const TEMPLATES = fileURLToPath(new URL('../templates/', import.meta.url));
const FALLBACK = 'en';
const SUBJECT = /^Subject: (.+)\n\s*/;

/**
 * Mails from files: `templates/<locale>/<template>.txt.eta`, whose layout puts the subject on the first line, and
 * `<template>.html.eta`, in which everything is escaped.
 */
@Injectable()
export class EtaMailRenderer implements MailRenderer {
  private readonly files = new Set(readdirSync(TEMPLATES, { recursive: true, encoding: 'utf8' }));
  private readonly html = new Eta({ views: TEMPLATES, cache: true });
  private readonly text = new Eta({ views: TEMPLATES, cache: true, autoEscape: false, autoTrim: false });

  constructor(
    private readonly config: Config,
    private readonly sender: Sender,
  ) {}

  render({ template, data, locale }: QueuedMail): MailContent {
    const folder = this.folderFor(locale, template);
    const words = {
      ...data,
      ...mailFormats(folder),
      lang: folder,
      product: this.sender.name,
      site: new URL(this.config.publicUrl).host,
    };
    const text = this.text.render(`${folder}/${template}.txt.eta`, words);
    const subject = SUBJECT.exec(text)?.[1];
    if (!subject) throw new Error(`${folder}/${template}.txt.eta does not begin with a subject`);
    const html = this.html.render(`${folder}/${template}.html.eta`, { ...words, subject });
    return { subject, text: text.replace(SUBJECT, ''), html };
  }

  /** `de-AT`, else `de`, else English. Only folders that exist are chosen, so a locale is never a path. */
  private folderFor(locale: string, template: string): string {
    const language = locale.split('-')[0] ?? '';
    const found = [locale, language].find(
      (folder) => !/[^\w-]/.test(folder) && this.files.has(`${folder}/${template}.txt.eta`),
    );
    return found ?? FALLBACK;
  }
}
