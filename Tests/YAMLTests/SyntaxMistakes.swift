extension Mistake {
    /// What libyaml finds.
    static let syntax = [
        Mistake(
            "a:\n\tb: 1\n",
            #"""
            p.yaml:2:1: error: a tab cannot indent
              2 | 	b: 1
                | ^
            hint: indent with spaces

            """#),
        Mistake(
            "a:\n  b: 1\n\tc: 2\n",
            #"""
            p.yaml:3:1: error: a tab cannot indent
              3 | 	c: 2
                | ^
            hint: indent with spaces

            """#),
        Mistake(
            "a: b: c\n",
            #"""
            p.yaml:1:5: error: unexpected ':' in a value
              1 | a: b: c
                |     ^
            hint: put the value in quotes: "b: c"

            """#),
        Mistake(
            "a: \"x\": y\n",
            #"""
            p.yaml:1:7: error: unexpected ':' in a value
              1 | a: "x": y
                |       ^
            hint: put the whole value in quotes

            """#),
        Mistake(
            "a: 1\n  b: 2\n",
            #"""
            p.yaml:2:3: error: key 'b' stands where a text of the line above goes on
              2 |   b: 2
                |   ^
            hint: indent it like the keys beside it; a ':' before a value needs a space behind it

            """#),
        Mistake(
            "a:\n    b: 1\n  c: 2\n",
            #"""
            p.yaml:3:3: error: the indentation fits no line above
              3 |   c: 2
                |   ^
            p.yaml:1:1: note: the mapping begins here

            """#),
        Mistake(
            "a: x\n- y\n",
            #"""
            p.yaml:2:1: error: a list entry stands among keys
              2 | - y
                | ^
            p.yaml:1:1: note: the mapping begins here

            """#),
        Mistake(
            "a:\n  - x\n  b: 1\n",
            #"""
            p.yaml:3:3: error: expected another entry of the list, which begins with '- '
              3 |   b: 1
                |   ^
            p.yaml:2:3: note: the list begins here

            """#),
        Mistake(
            "a: \"x\nb: 1\n",
            #"""
            p.yaml:1:4: error: text in double quotes is not closed
              1 | a: "x
                |    ^
            p.yaml:3:1: note: the file ends here

            """#),
        Mistake(
            "a: 'x\n---\n",
            #"""
            p.yaml:1:4: error: text in single quotes is not closed
              1 | a: 'x
                |    ^
            p.yaml:2:1: note: the document ends here

            """#),
        Mistake(
            "a:\n  b: [1, 2\nc: 3\n",
            #"""
            p.yaml:2:6: error: list is not closed
              2 |   b: [1, 2
                |      ^
            p.yaml:3:2: note: expected ',' or ']' before this

            """#),
        Mistake(
            "a: {x: 1, y: 2]\n",
            #"""
            p.yaml:1:4: error: mapping is not closed
              1 | a: {x: 1, y: 2]
                |    ^
            p.yaml:1:15: note: expected ',' or '}' before this

            """#),
        Mistake(
            "a: \"\\q\"\n",
            #"""
            p.yaml:1:5: error: unknown escape '\q'
              1 | a: "\q"
                |     ^~
            hint: write '\\q', or put the text in single quotes

            """#),
        Mistake(
            "a: \"\\xZZ\"\n",
            #"""
            p.yaml:1:7: error: expected hexadecimal digits in this escape
              1 | a: "\xZZ"
                |       ^

            """#),
        Mistake(
            "a: \"\\uD800\"\n",
            #"""
            p.yaml:1:7: error: this escape names no Unicode character
              1 | a: "\uD800"
                |       ^

            """#),
        Mistake(
            "a: @x\n",
            #"""
            p.yaml:1:4: error: a value cannot begin with '@'
              1 | a: @x
                |    ^
            hint: put a text in quotes: "@x"

            """#),
        Mistake(
            "a: 1\nabc\nb: 2\n",
            #"""
            p.yaml:2:1: error: expected ':' behind this key
              2 | abc
                | ^~~

            """#),
        Mistake(
            "- a\n-b\n- c\n",
            #"""
            p.yaml:2:1: error: expected ':' behind this key
              2 | -b
                | ^~
            hint: a '-' needs a space behind it

            """#),
        Mistake(
            "a: - b\n",
            #"""
            p.yaml:1:4: error: a list of '-' entries cannot begin here
              1 | a: - b
                |    ^
            hint: begin it on a line of its own

            """#),
        Mistake(
            "a: ? b\n",
            #"""
            p.yaml:1:4: error: a value cannot begin with '?'
              1 | a: ? b
                |    ^
            hint: put a text in quotes: "?"

            """#),
        Mistake(
            "a: *.txt\n",
            #"""
            p.yaml:1:4: error: expected a name behind '*'
              1 | a: *.txt
                |    ^
            hint: put a text in quotes: "*.txt"

            """#),
        Mistake(
            "a: !x!y z\n",
            #"""
            p.yaml:1:4: error: unknown tag '!x!y'
              1 | a: !x!y z
                |    ^~~~

            """#),
        Mistake(
            "a: !<x z\n",
            #"""
            p.yaml:1:7: error: expected '>'
              1 | a: !<x z
                |       ^
            p.yaml:1:4: note: while scanning a tag

            """#),
        Mistake(
            "%YAML 2.0\n---\na: 1\n",
            #"""
            p.yaml:1:1: error: the file asks for another YAML than 1.1 or 1.2
              1 | %YAML 2.0
                | ^

            """#),
        Mistake(
            "a: ]\n",
            #"""
            p.yaml:1:4: error: a value cannot begin with ']'
              1 | a: ]
                |    ^
            hint: put a text in quotes

            """#),
        Mistake(
            "a: 'x' y\n",
            #"""
            p.yaml:1:8: error: unexpected text behind a value
              1 | a: 'x' y
                |        ^

            """#),
        Mistake(
            "a: \u{01}x\n",
            #"""
            p.yaml:1:4: error: control characters are not allowed, found byte 0x01
              1 | a: \x01x
                |    ^~~~
            hint: remove it, or write it as an escape in double quotes

            """#),
    ]
}
