import { expect, it } from 'vitest';
import { windRings } from './winding.ts';

const square = (side: number, at = 0) => [
  { x: at, y: at },
  { x: at + side, y: at },
  { x: at + side, y: at + side },
  { x: at, y: at + side },
  { x: at, y: at },
];

it('turns the outer ring clockwise on the screen and holes the other way', () => {
  const [outer, hole] = windRings([square(10).reverse(), square(4, 2)]);
  expect(outer).toEqual(square(10));
  expect(hole).toEqual(square(4, 2).reverse());
});

it('keeps rings that are already right', () => {
  expect(windRings([square(10), square(4, 2).reverse()])).toEqual([square(10), square(4, 2).reverse()]);
});

it('drops a hole without area and a polygon whose outer ring has none', () => {
  const flat = [
    { x: 0, y: 0 },
    { x: 9, y: 9 },
    { x: 0, y: 0 },
  ];
  expect(windRings([square(10), flat])).toEqual([square(10)]);
  expect(windRings([flat, square(4, 2)])).toEqual([]);
});
