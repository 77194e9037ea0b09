// Brings the pinned raw packages into .cache/raw: npx tsx scripts/fetch-raw.ts [NAME …]
import { ensureRawPackage, rawPackages } from './extraction/rawPackage.ts';

const wantedNames = process.argv.length > 2 ? process.argv.slice(2) : rawPackages.map(({ name }) => name);

try {
  for (const name of wantedNames) {
    const { directory, isDownloaded } = ensureRawPackage(name);
    console.log(
      `${name}: ${isDownloaded ? 'downloaded and verified' : 'present and verified'}: ${directory}`,
    );
  }
} catch (error) {
  console.error(`fetch-raw: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
  process.exitCode = 1;
}
