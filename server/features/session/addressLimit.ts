import { isIPv6 } from 'node:net';
import { LRUCache } from 'lru-cache';

/** Failures an address may have at once: an office behind one address has many people. */
const burst = 60;
const refillSeconds = 5;

/** A household or office has a /64 of IPv6 to choose from. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = head.split(':').filter(Boolean);
  const rest = tail.split(':').filter(Boolean);
  const whole = [
    ...groups,
    ...Array<string>(Math.max(8 - groups.length - rest.length, 0)).fill('0'),
    ...rest,
  ];
  return whole.slice(0, 4).join(':');
}

/** Limits the failed attempts of an address, whatever names it tries. In memory, and bounded. */
export class AddressLimit {
  readonly #used = new LRUCache<string, { tokens: number; at: number }>({ max: 10_000 });

  /** Takes an attempt. @returns seconds until the next may be made; 0: this one may */
  take(address: string): number {
    const now = Date.now();
    const network = networkOf(address);
    const { tokens, at } = this.#used.get(network) ?? { tokens: burst, at: now };
    const left = Math.min(burst, tokens + (now - at) / 1000 / refillSeconds);
    if (left < 1) return Math.ceil((1 - left) * refillSeconds);
    this.#used.set(network, { tokens: left - 1, at: now });
    return 0;
  }

  /** Gives an attempt back that was right. */
  giveBack(address: string): void {
    const network = networkOf(address);
    const used = this.#used.get(network);
    if (used) this.#used.set(network, { ...used, tokens: Math.min(burst, used.tokens + 1) });
  }
}
