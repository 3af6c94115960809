import type { CheckedElement } from '../check-element.js'
import type { Reading } from '../reading.js'

/** The parameters of `<Hangup>` and `<Reject>` go to whoever dialled an `<Application>`, which nobody can do yet. */
export function remarkUselessParameters({ children }: CheckedElement, reading: Reading): void {
  for (const child of children) {
    reading.remark(12200, `<${child.name}> is not supported here yet; it was ignored.`, child)
  }
}
