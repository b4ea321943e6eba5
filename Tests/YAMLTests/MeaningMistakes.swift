extension Mistake {
    /// What is YAML, but says nothing that a reader could use.
    static let meaning = [
        Mistake(
            "ports: 1\nimage: x\nports: 2\n",
            #"""
            p.yaml:3:1: error: key 'ports' is written twice
              3 | ports: 2
                | ^~~~~
            p.yaml:1:1: note: first written here

            """#),
        Mistake(
            "a: *b\n",
            #"""
            p.yaml:1:4: error: nothing above is marked '&b'
              1 | a: *b
                |    ^~
            hint: known anchors: none

            """#),
        Mistake(
            "x: &base 1\na: *bsae\n",
            #"""
            p.yaml:2:4: error: nothing above is marked '&bsae'
              2 | a: *bsae
                |    ^~~~~
            hint: did you mean 'base'? known anchors: base

            """#),
        Mistake(
            "a: &a [*a]\n",
            #"""
            p.yaml:1:8: error: '*a' stands inside the value that it names
              1 | a: &a [*a]
                |        ^~

            """#),
        Mistake(
            "{a: b}: c\n",
            #"""
            p.yaml:1:1: error: a key must be text, found a mapping
              1 | {a: b}: c
                | ^~~~~~

            """#),
        Mistake(
            "[a]: b\n",
            #"""
            p.yaml:1:1: error: a key must be text, found a list
              1 | [a]: b
                | ^~~

            """#),
        Mistake(
            ": b\n",
            #"""
            p.yaml:1:1: error: expected a key
              1 | : b
                | ^

            """#),
        Mistake(
            "a: 1\n---\nb: 2\n",
            #"""
            p.yaml:2:1: error: a second document begins here
              2 | ---
                | ^~~
            hint: keep one document in a file

            """#),
        Mistake(
            "a: !!binary aGk=\n",
            #"""
            p.yaml:1:4: error: tag '!!binary' is not supported
              1 | a: !!binary aGk=
                |    ^

            """#),
        Mistake(
            "a: !!str\n  - b\n",
            #"""
            p.yaml:1:4: error: tag '!!str' does not fit a list
              1 | a: !!str
                |    ^

            """#),
        Mistake(
            "a: !!map x\n",
            #"""
            p.yaml:1:4: error: tag '!!map' does not fit text
              1 | a: !!map x
                |    ^

            """#),
        Mistake(
            "a:\n  <<: x\n",
            #"""
            p.yaml:2:3: error: '<<' needs a mapping or a list of mappings, found text
              2 |   <<: x
                |   ^~

            """#),
        Mistake(
            "a:\n  <<: {b: 1}\n  <<: {c: 2}\n",
            #"""
            p.yaml:3:3: error: key '<<' is written twice
              3 |   <<: {c: 2}
                |   ^~
            p.yaml:2:3: note: first written here
            hint: write '<<: [*first, *second]'

            """#),
        Mistake(
            "a: 1\na: 2\nb: *c\nd: [\n",
            #"""
            p.yaml:2:1: error: key 'a' is written twice
              2 | a: 2
                | ^
            p.yaml:1:1: note: first written here
            p.yaml:3:4: error: nothing above is marked '&c'
              3 | b: *c
                |    ^~
            hint: known anchors: none
            p.yaml:5:1: error: the file ends where a value is expected

            """#),
    ]
}
