import type { Place } from './moves.ts'

/** Every place in the yard as it is laid out now. */
export function readPlaces(yard: HTMLElement): readonly Place[] {
  return [...yard.querySelectorAll<HTMLElement>('[data-wave]')].flatMap((column) =>
    [...column.querySelectorAll<HTMLElement>('[data-place]')].map((element) => {
      const { top, height } = element.getBoundingClientRect()
      return {
        key: element.dataset['place'] ?? '',
        wave: Number(column.dataset['wave']),
        y: top + height / 2,
        isProblem: element.dataset['problem'] === 'true',
      }
    }),
  )
}

/** Gives a place the focus, and brings it into sight. */
export function focusPlace(yard: HTMLElement, key: string): void {
  const element = [...yard.querySelectorAll<HTMLElement>('[data-place]')].find(
    ({ dataset }) => dataset['place'] === key,
  )
  element?.focus()
  element?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}
