return 'hello'
