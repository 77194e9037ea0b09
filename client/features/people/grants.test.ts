import { expect, test } from 'vitest';
import { grantChanges } from './grants.ts';

const huayuan = { role: 'planner', regionCode: '433124' } as const;
const whole = { role: 'planner', regionCode: '433100' } as const;
const clerk = { role: 'clerk', regionCode: '433124' } as const;

test('gives what is new and takes what is gone, and nothing else', () => {
  expect(grantChanges([huayuan, clerk], [clerk, whole])).toEqual({ add: [whole], remove: [huayuan] });
  expect(grantChanges([huayuan], [{ ...huayuan }])).toEqual({ add: [], remove: [] });
});
