import { localAdder, localMap, localNumbers, localReference, noLock } from './without-java';

test('a map keeps what it is given, whatever the key is called', () => {
  const map = localMap<string>();
  expect([map.get('toString'), map.get('__proto__'), map.size()]).toEqual([null, null, 0]);
  map.put('__proto__', 'a');
  map.put('b', 'b');
  expect([map.putIfAbsent('b', 'c'), map.putIfAbsent('d', 'd'), map.get('d')]).toEqual(['b', null, 'd']);
  const keys = map.keySet().toArray() as unknown as string[];
  expect(keys).toEqual(['__proto__', 'b', 'd']);
  expect([map.remove('b'), map.remove('b'), map.get('b'), map.get('__proto__'), map.size()]).toEqual([
    'b',
    null,
    null,
    'a',
    2,
  ]);
  map.clear();
  expect([map.size(), map.get('__proto__')]).toEqual([0, null]);
});

test('an adder adds, a reference is swapped only from what it holds, numbers are 0 at first', () => {
  const adder = localAdder();
  adder.add(1);
  adder.add(0.5);
  expect(adder.sum()).toBe(1.5);
  const reference = localReference('a');
  expect([reference.compareAndSet('b', 'c'), reference.get()]).toEqual([false, 'a']);
  expect([reference.compareAndSet('a', 'b'), reference.get()]).toEqual([true, 'b']);
  const numbers = localNumbers();
  numbers.set(7, 3);
  expect([numbers.get(0), numbers.get(7)]).toEqual([0, 3]);
  expect(noLock.tryLock(0, null)).toBe(true);
});
