/**
 * Countries shaded by count, from packaged data (Natural Earth 1:110 m, public domain). It summarises the list beside it
 * and is never the only place of a number.
 */
import { geoNaturalEarth1, geoPath } from 'd3-geo';
import { useMemo } from 'react';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import world from 'world-atlas/countries-110m.json';
import { useFormat } from '../texts/format.ts';

export interface WorldMapProps {
  label: string;
  /** ISO 3166-1 numeric code (`276`) → how many. */
  counts: Readonly<Record<string, number>>;
}

const topology = world as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;
const countries = feature(topology, topology.objects.countries).features.filter(({ id }) => id !== '010');
const path = geoPath(
  geoNaturalEarth1().fitSize([720, 340], { type: 'FeatureCollection', features: countries }),
);
const shapes = countries.map((country) => ({
  id: String(country.id),
  name: country.properties.name,
  d: path(country) ?? '',
}));

export function WorldMap({ label, counts }: WorldMapProps) {
  const format = useFormat();
  const most = useMemo(() => Math.max(1, ...Object.values(counts)), [counts]);
  return (
    <svg viewBox="0 0 720 340" role="img" aria-label={label} className="h-auto w-full">
      {shapes.map(({ id, name, d }, at) => {
        const count = counts[id] ?? 0;
        // By the logarithm: one country has a thousand times another's.
        const share = count === 0 ? 0 : 0.25 + 0.75 * (Math.log1p(count) / Math.log1p(most));
        return (
          <path
            key={`${id}-${at}`}
            d={d}
            className={count === 0 ? 'fill-line' : 'fill-accent'}
            fillOpacity={count === 0 ? 1 : share}
            stroke="var(--surface)"
            strokeWidth="0.6"
          >
            {count > 0 && <title>{`${name}: ${format.count(count)}`}</title>}
          </path>
        );
      })}
    </svg>
  );
}
