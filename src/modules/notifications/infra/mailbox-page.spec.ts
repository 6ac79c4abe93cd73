import { describe, expect, it } from 'vitest';
import { MailboxPage } from './mailbox-page.js';

const message = {
  id: '01890000-0000-7000-8000-000000000001',
  to: 'anna@example.com',
  subject: '<script>alert(1)</script>',
  text: 'plain </pre><script>alert(2)</script>',
  html: '<p class="x">mail</p><script>alert(3)</script>',
  links: ['https://id.example.com/verify#token=a&b'],
  sentAt: new Date(0),
};

describe('development mailbox page', () => {
  it('shows a mail without running anything in it', () => {
    const page = new MailboxPage().render([message], message, '"><script>');
    expect(page).not.toContain('<script');
    expect(page).toMatch(/<iframe sandbox="allow-popups[^"]*"/);
    expect(page).toContain('&lt;p class=&quot;x&quot;&gt;mail&lt;/p&gt;');
    expect(page).toContain('href="https://id.example.com/verify#token=a&amp;b"');
  });

  it('refreshes itself only while it shows the list', () => {
    const page = new MailboxPage();
    expect(page.render([], undefined, '')).toContain('http-equiv="refresh"');
    expect(page.render([message], message, '')).not.toContain('http-equiv="refresh"');
  });
});
