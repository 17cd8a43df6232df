/** What is made of a part is made once: fixed texts are the same parts always, and equal runs come with the same ones. */

export function oncePerPart<Part extends object, Made>(make: (part: Part) => Made): (part: Part) => Made {
  const known = new WeakMap<Part, Made>();
  return (part) => {
    let made = known.get(part);
    if (made === undefined) {
      made = make(part);
      known.set(part, made);
    }
    return made;
  };
}
