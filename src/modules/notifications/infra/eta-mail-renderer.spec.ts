import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../platform/config/load-config.js';
import { Sender } from '../../../platform/mail/sender.js';
import type { MailTemplate, MailTemplates } from '../domain/mail-templates.js';
import { mailWords } from '../domain/mail-words.js';
import { EtaMailRenderer } from './eta-mail-renderer.js';

const config = loadConfig({
  NODE_ENV: 'test',
  PUBLIC_URL: 'https://id.example.com',
  MAIL_FROM: 'Acme Accounts <no-reply@example.com>',
  ENCRYPTION_KEYS: `k1:${Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('base64')}`,
});
const renderer = new EtaMailRenderer(config, new Sender(config));
const link = 'https://id.example.com/verify#token=a&b';
const at = new Date(Date.UTC(2030, 4, 17, 9, 30));

const samples: MailTemplates = {
  'verify-email': { name: 'Anna', link },
  'email-taken': { name: 'Anna' },
  invitation: { name: 'Anna', tenant: 'Acme <b>Inc', inviter: 'Berta', link },
  'reset-password': { name: 'Anna', link },
  'password-changed': { name: 'Anna', at },
  'new-device': { name: 'Anna', device: 'Firefox on <b>Linux', ip: '192.0.2.1', at },
  'email-change-confirm': { name: 'Anna', link },
  'email-change-notice': { name: 'Anna', newEmail: 'new@example.com' },
  'refresh-token-reuse': { name: 'Anna', at },
  'mfa-passkey-copied': { name: 'Anna', at },
  'token-expiring': { name: 'Anna', token: 'Nightly <b>backup', at },
  'account-locked': { name: 'Anna', until: at },
  'identity-link-confirm': { name: 'Anna', provider: 'GitHub', link },
  'identity-linked': { name: 'Anna', provider: 'GitHub', at },
  'identity-unlinked': { name: 'Anna', provider: 'GitHub', at },
  'mfa-device-added': { name: 'Anna', device: 'Telephone', at },
  'mfa-device-removed': { name: 'Anna', device: 'Telephone', at },
  'mfa-backup-codes-made': { name: 'Anna', at },
  'mfa-backup-codes-low': { name: 'Anna', remaining: 2 },
  'mfa-code': { name: 'Anna', code: '01234567' },
  'mfa-wrong-codes': { name: 'Anna', at },
  'mfa-recovery-confirm': { name: 'Anna', hours: 72, link },
  'mfa-recovery-started': { name: 'Anna', until: at, link },
  'mfa-recovery-cancelled': { name: 'Anna', at },
  'mfa-reset': { name: 'Anna', at },
};

function render(template: MailTemplate, locale = 'en') {
  return renderer.render({ to: 'anna@example.com', template, data: mailWords(samples[template]), locale });
}

describe('mail templates', () => {
  it.each(Object.keys(samples) as MailTemplate[])(
    '%s: everything is filled in, in both parts',
    (template) => {
      const { subject, text, html } = render(template);
      expect(subject).toMatch(/^[A-Z][^\r\n]{5,70}$/);
      expect(text).toMatch(/^Hello Anna,\n\n[A-Z]/);
      expect(html).toContain('<p style="margin: 0 0 16px">Hello Anna,</p>');
      for (const part of [text, html]) {
        expect(part).toContain('Acme Accounts');
        expect(part).not.toMatch(/undefined|null|NaN|<%|Invalid Date/);
      }
      expect(text).not.toContain('Subject:');
      expect(html).not.toMatch(/<(script|img|link)/);
    },
  );

  it.each([
    'verify-email',
    'invitation',
    'reset-password',
    'email-change-confirm',
    'identity-link-confirm',
    'mfa-recovery-confirm',
    'mfa-recovery-started',
  ] as const)('%s: has the one link, alone on its line of text and as a button', (template) => {
    const { text, html } = render(template);
    expect(text.split('\n')).toContain(link);
    expect(text.match(/https?:/g)).toHaveLength(1);
    expect(html).toContain(`href="${link.replace('&', '&amp;')}"`);
  });

  it('names times in UTC', () => {
    expect(render('password-changed').text).toContain('May 17, 2030 at 9:30 AM UTC');
  });

  it('escapes what people wrote, in HTML only', () => {
    const { text, html } = render('new-device');
    expect(text).toContain('Device: Firefox on <b>Linux\n');
    expect(html).toContain('Firefox on &lt;b&gt;Linux');
  });

  it('greets without a name when there is none', () => {
    const mail = { to: 'a@example.com', template: 'email-taken', data: { name: '' }, locale: 'en' } as const;
    expect(renderer.render(mail).text).toMatch(/^Hello,\n/);
  });

  it.each(['de-AT', '../../../etc', '', '__proto__', 'en-GB'])('falls back to English from %j', (locale) => {
    expect(render('verify-email', locale)).toEqual(render('verify-email'));
  });
});
