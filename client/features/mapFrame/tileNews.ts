import type { LiveEvent } from '#contract/workflow';
import { endpointUrl } from '../../api/call.ts';
import type { MapHandle } from '../../map/mapHandle.svelte.ts';
import { tilesetNames, type TilesetName } from '../../map/tilesets.ts';
import { LiveEvents } from '../../state/live.svelte.ts';

/** The tilesets that an event makes old. */
export function tilesetsOf({ topic, payload }: Pick<LiveEvent, 'topic' | 'payload'>): readonly TilesetName[] {
  if (topic === 'territories-changed') return ['base'];
  if (topic !== 'places-changed') return [];
  return [payload['layer'] === 'routes' ? 'network' : 'places'];
}

/** Shows on a map of working data what other people draw, as they draw it, until the result is called. */
export function followTileNews(handle: Pick<MapHandle, 'refreshTileset'>): () => void {
  const refresh = (names: readonly TilesetName[]) => {
    // What cannot be read now is read with the next event, or with the page.
    for (const name of names) handle.refreshTileset(name).catch(() => {});
  };
  const live = new LiveEvents({
    url: endpointUrl('streamEvents'),
    onevent: (event) => refresh(tilesetsOf(event)),
    onreset: () => refresh(tilesetNames),
  });
  return live.connect();
}
