import { Catalogue } from '../../state/catalogue.svelte.ts';

/** The catalogue of the session under another list of villages: names, regions, colours and facts are the same. */
export class OverlaidCatalogue extends Catalogue {
  protected readonly base: Catalogue;

  constructor(base: Catalogue) {
    super();
    this.base = base;
  }

  override get status() {
    return this.base.status;
  }
  override get failure() {
    return this.base.failure;
  }
  override get isReady() {
    return this.base.isReady;
  }
  override get instance() {
    return this.base.instance;
  }
  override get release() {
    return this.base.release;
  }
  override get plan() {
    return this.base.plan;
  }
  override get scheme() {
    return this.base.scheme;
  }
  override get version() {
    return this.base.version;
  }
  override get regions() {
    return this.base.regions;
  }
  override get facilityKinds() {
    return this.base.facilityKinds;
  }
  override get tourismRoutes() {
    return this.base.tourismRoutes;
  }
  override get categories() {
    return this.base.categories;
  }
  override get isDemonstration() {
    return this.base.isDemonstration;
  }
}
