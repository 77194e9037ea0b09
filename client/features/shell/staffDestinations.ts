import type { Permission } from '#domain/access/permissions';
import type { MessageKey } from '../../i18n/zh.ts';

/** A place for people with a permission. */
export interface StaffDestination {
  key: MessageKey;
  path: string;
  /** null: for whoever is logged in. */
  permission: Permission | null;
}

export const staffDestinations: readonly StaffDestination[] = [
  { key: 'navWorkbench', path: '/workbench', permission: 'read-version' },
  { key: 'navInbox', path: '/workbench#inbox', permission: 'read-version' },
  { key: 'navTerritories', path: '/workbench/territories', permission: 'edit-territories' },
  { key: 'navPlaces', path: '/workbench/places', permission: 'read-working' },
  { key: 'navPeople', path: '/admin/people', permission: 'manage-people' },
  { key: 'navAudit', path: '/admin/audit', permission: 'read-audit' },
  { key: 'navAccount', path: '/account', permission: null },
];
