@description('What the buckets\' names start with, unique in the world')
param bucketPrefix string = 'dharma-ml-training'

output samples string = '${bucketPrefix}-samples'

output models string = '${bucketPrefix}-models'
