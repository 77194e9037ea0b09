import type { VillageItem } from '#contract/villages';

export type MembershipChoice = 'all' | 'member' | 'outside' | 'unassigned' | 'deferred';
const choices: ReadonlySet<string> = new Set<MembershipChoice>([
  'all',
  'member',
  'outside',
  'unassigned',
  'deferred',
]);

const isChoice = (text: string | null): text is MembershipChoice => text !== null && choices.has(text);

/** The list page's own filters (the region belongs to the view), kept in the address. */
export class ListQuery {
  #category = $state<string | null>(null);
  #membership = $state<MembershipChoice>('all');
  #text = $state('');

  get category(): string | null {
    return this.#category;
  }
  set category(category: string | null) {
    this.#category = category;
    this.#write();
  }
  get membership(): MembershipChoice {
    return this.#membership;
  }
  set membership(membership: MembershipChoice) {
    this.#membership = membership;
    this.#write();
  }
  get text(): string {
    return this.#text;
  }
  set text(text: string) {
    this.#text = text;
    this.#write();
  }
  /** Changes with the choice of category or membership: the table then starts at its first page. */
  get key(): string {
    return `${this.#category}.${this.#membership}`;
  }
  get isEmpty(): boolean {
    return this.#category === null && this.#membership === 'all' && this.#text === '';
  }

  matches(village: VillageItem): boolean {
    if (this.#category !== null && village.categoryKey !== this.#category) return false;
    if (this.#membership === 'member' && village.membership === 'outside') return false;
    if (!['all', 'member'].includes(this.#membership) && village.membership !== this.#membership)
      return false;
    const text = this.#text.trim().toLowerCase();
    if (text === '') return true;
    return [village.name, village.townshipName, village.nameEn, village.initials, village.code ?? ''].some(
      (words) => words.toLowerCase().includes(text),
    );
  }

  clear(): void {
    this.#category = null;
    this.#membership = 'all';
    this.#text = '';
    this.#write();
  }

  /** Unknown values fall back to no filter. */
  read(search: string): void {
    const params = new URLSearchParams(search);
    const membership = params.get('membership');
    this.#category = params.get('category');
    this.#membership = isChoice(membership) ? membership : 'all';
    this.#text = params.get('q') ?? '';
  }

  #write(): void {
    const params = new URLSearchParams(location.search);
    const values = {
      category: this.#category,
      membership: this.#membership === 'all' ? null : this.#membership,
      q: this.#text === '' ? null : this.#text,
    };
    for (const [key, value] of Object.entries(values)) {
      if (value === null) params.delete(key);
      else params.set(key, value);
    }
    const query = params.toString();
    history.replaceState(history.state, '', `${location.pathname}${query === '' ? '' : `?${query}`}`);
  }
}
