import type { MetricEvent, Metrics } from "./api.ts";

/** A value of a metric, with the step and the time at which it was taken. */
export interface Sample {
  readonly step: number;
  readonly time: number;
  readonly value: number;
}

const MOST = 4096;

/** The last values of each metric. */
export class SeriesBook {
  private readonly series = new Map<string, Sample[]>();

  /** Forgets everything and takes these. */
  replace(metrics: Metrics): void {
    this.series.clear();
    for (const { metric, role, times_ms, steps, values } of metrics.series) {
      const samples: Sample[] = [];
      values.forEach((value, i) => {
        if (value !== null) {
          samples.push({ step: steps[i] ?? 0, time: times_ms[i] ?? 0, value });
        }
      });
      this.series.set(key(metric, role), samples.slice(-MOST));
    }
  }

  add(event: MetricEvent): void {
    if (event.value === null) {
      return;
    }
    const name = key(event.metric, event.role);
    const samples = this.series.get(name) ?? [];
    this.series.set(name, samples);
    samples.push({ step: event.step, time: event.time_ms, value: event.value });
    if (samples.length > MOST + MOST / 4) {
      samples.splice(0, samples.length - MOST);
    }
  }

  of(metric: string, role: string | null = null): readonly Sample[] {
    return this.series.get(key(metric, role)) ?? [];
  }

  last(metric: string): number | undefined {
    return this.of(metric).at(-1)?.value;
  }

  /** Metrics over both roles whose names begin so. */
  members(stem: string): string[] {
    return [...this.series.keys()]
      .filter((name) => name.startsWith(`${stem}.`) && name.endsWith("|"))
      .map((name) => name.slice(0, -1));
  }
}

function key(metric: string, role: string | null): string {
  return `${metric}|${role ?? ""}`;
}

/**
 * No more samples than a picture has room for: of each stretch of the x axis its lowest and its
 * highest value, so that no peak is lost.
 *
 * @param x of a sample; ascending
 */
export function thinned(
  samples: readonly Sample[],
  x: (sample: Sample) => number,
  stretches: number,
): Sample[] {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || samples.length <= 2 * stretches) {
    return [...samples];
  }
  const width = (x(last) - x(first)) / stretches || 1;
  const kept: Sample[] = [];
  let from = 0;
  while (from < samples.length) {
    const stretch = Math.floor((x(samples[from] ?? first) - x(first)) / width);
    let [low, high, to] = [from, from, from];
    for (; to < samples.length && Math.floor((x(samples[to] ?? last) - x(first)) / width) === stretch; to++) {
      low = (samples[to]?.value ?? 0) < (samples[low]?.value ?? 0) ? to : low;
      high = (samples[to]?.value ?? 0) > (samples[high]?.value ?? 0) ? to : high;
    }
    for (const at of new Set([Math.min(low, high), Math.max(low, high)])) {
      kept.push(samples[at] ?? first);
    }
    from = to;
  }
  return kept;
}
