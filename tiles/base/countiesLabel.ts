import { regionLabel } from './regionLabel.ts';

export const countiesLabel = regionLabel('county', 'counties_label');
