import { regionLabel } from './regionLabel.ts';

export const townshipsLabel = regionLabel('township', 'townships_label');
