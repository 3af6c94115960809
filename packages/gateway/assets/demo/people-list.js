/**
 * The list of who is here, each with a button to call. Rows stay what they are for as long as their person is here, so
 * that nobody loses the button that the keyboard is on.
 */
export function createPeopleList(list, onCall) {
  const rows = new Map()

  function createRow(name) {
    const row = document.createElement('li')
    const label = document.createElement('span')
    const button = document.createElement('button')
    label.textContent = name
    button.type = 'button'
    button.textContent = 'Call'
    button.setAttribute('aria-label', `Call ${name}`)
    button.addEventListener('click', () => onCall(name))
    row.append(label, button)
    return { row, button }
  }

  return {
    show(names) {
      for (const [name, { row }] of rows) {
        if (names.includes(name)) continue
        row.remove()
        rows.delete(name)
      }
      for (const [index, name] of names.entries()) {
        if (rows.has(name)) continue
        const made = createRow(name)
        rows.set(name, made)
        list.insertBefore(made.row, list.children[index] ?? null)
      }
    },
    setEnabled(isEnabled) {
      for (const { button } of rows.values()) button.disabled = !isEnabled
    },
    buttonOf: (name) => rows.get(name)?.button,
  }
}
