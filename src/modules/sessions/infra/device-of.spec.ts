import { describe, expect, it } from 'vitest';
import { deviceName, deviceOf } from './device-of.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';
const IPAD =
  'Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1';
const EDGE =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0';

describe('deviceOf', () => {
  it.each([
    [FIREFOX, 'Firefox', 'Linux', 'desktop', 'Firefox on Linux'],
    [IPHONE, 'Safari', 'iOS', 'mobile', 'Safari on iOS'],
    [IPAD, 'Safari', 'iOS', 'tablet', 'Safari on iOS'],
    [EDGE, 'Microsoft Edge', 'Windows', 'desktop', 'Microsoft Edge on Windows'],
    ['Acme/1.2 (iPhone; iOS 17)', 'Acme', 'iOS', 'mobile', 'Acme on iOS'],
  ])('reads %.40s', (userAgent, browser, os, kind, name) => {
    expect(deviceOf(userAgent)).toEqual({ browser, os, kind });
    expect(deviceName(userAgent)).toBe(name);
  });

  it.each(['', ' ', 'x', '\0', 'curl', '()', '/', 'a'.repeat(512), '💩'.repeat(256), '%s%n', '__proto__'])(
    'makes nothing of %.20j',
    (userAgent) => {
      expect(deviceOf(userAgent)).toEqual({ browser: null, os: null, kind: 'other' });
      expect(deviceName(userAgent)).toBe('an unknown device');
    },
  );

  it.each([
    'Sign in at http://evil.example now/1 x',
    'evil.example/1 x',
    '<b>Bank</b>/1 (x)',
    'Line\r\nBcc: x@y/1 (x)',
    `${'long '.repeat(20)}/1 (x)`,
  ])('lets nobody write their own words into a mail: %.30j', (userAgent) => {
    expect(deviceName(userAgent)).toBe('an unknown device');
  });
});
